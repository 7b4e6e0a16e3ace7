"""Tracks: an export of positions, GPX, GeoLife."""

from tests.profiles.samples.sample import Sample, lines

GPS_EXPORT = Sample(
    "export.csv",
    lines(
        "User ID,Timestamp,Lat,Lng,Accuracy,Device ID,Battery",
        "u1,1628130000123,25.0389,102.7183,8.5,phone-1,77",
        "u1,2021-08-05T02:20:01Z,25.0390,102.7184,,phone-1,77",
        "u1,1628130002,25.0390,102.7184,,phone-1,77",
        "u1,16281300,25.0390,102.7184,,phone-1,77",
        "u1,1628130003000,125.0390,2.7184,,phone-1,77",
    ),
    "fixes",
    [
        {
            **{"person_id": "u1", "observed_at": "2021-08-05T02:20:00.123Z", "latitude": 25.0389},
            **{"longitude": 102.7183, "accuracy_m": 8.5, "device_id": "phone-1"},
        },
        {
            **{"person_id": "u1", "observed_at": "2021-08-05T02:20:01Z", "latitude": 25.039},
            **{"longitude": 102.7184, "accuracy_m": None, "device_id": "phone-1"},
        },
        {
            **{"person_id": "u1", "observed_at": "2021-08-05T02:20:02Z", "latitude": 25.039},
            **{"longitude": 102.7184, "accuracy_m": None, "device_id": "phone-1"},
        },
    ],
    [
        (5, "timestamp (observed_at)", "not an instant"),
        (6, "lat (latitude)", "out of range"),
    ],
)

GPX_TRACK = Sample(
    "P0017_2021-08-05.gpx",
    b"""<?xml version="1.0" encoding="UTF-8"?>
<gpx version="1.1" creator="a phone" xmlns="http://www.topografix.com/GPX/1/1"><trk><name>run</name><trkseg>
<trkpt lat="25.0389" lon="102.7183"><ele>1891.0</ele><time>2021-08-05T02:20:00Z</time></trkpt>
<trkpt lat="25.0390" lon="102.7184"><time>2021-08-05T02:20:01.500Z</time></trkpt>
<trkpt lat="25.0391" lon="102.7185"></trkpt>
</trkseg></trk></gpx>
""",
    "fixes",
    [
        {
            **{"person_id": "P0017", "observed_at": "2021-08-05T02:20:00Z", "latitude": 25.0389},
            **{"longitude": 102.7183, "accuracy_m": None, "device_id": None},
        },
        {
            **{"person_id": "P0017", "observed_at": "2021-08-05T02:20:01.500Z", "latitude": 25.039},
            **{"longitude": 102.7184, "accuracy_m": None, "device_id": None},
        },
    ],
    [(3, "time (observed_at)", "missing")],
)

GEOLIFE_PLT = Sample(
    "007/Trajectory/20081023025304.plt",
    lines(
        *("Geolife trajectory", "WGS 84", "Altitude is in Feet", "Reserved 3"),
        *("0,2,255,My Track,0,0,2,8421376", "0"),
        "39.984702,116.318417,0,492,39744.1201851852,2008-10-23,02:53:04",
        "39.984683,116.31845,0,492,39744.1202546296,2008-10-23,02:53:10",
        "39.984686,416.318417,0,492,39744.1203125,2008-10-23,02:53:15",
        end="\r\n",
    ),
    "fixes",
    [
        {
            **{"person_id": "007", "observed_at": "2008-10-23T02:53:04Z", "latitude": 39.984702},
            **{"longitude": 116.318417, "accuracy_m": None, "device_id": None},
        },
        {
            **{"person_id": "007", "observed_at": "2008-10-23T02:53:10Z", "latitude": 39.984683},
            **{"longitude": 116.31845, "accuracy_m": None, "device_id": None},
        },
    ],
    [(9, "longitude", "out of range")],
)
