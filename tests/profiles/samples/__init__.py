"""A file in the form of each shipped profile, as such files really look, and every column of what is made of it."""

from tests.profiles.samples.entries import CHECKPOINT_PASSAGES, FLIGHT_LISTS, RAIL_TICKETS, VENUE_SCANS, VISITORS_LOG
from tests.profiles.samples.people import CASE_LISTS, CONTACT_LISTS, LAB_RESULTS, LAB_RESULTS_US, TEST_RESULTS
from tests.profiles.samples.sample import ANNA, BEN, Sample, lines, workbook
from tests.profiles.samples.tracks import GEOLIFE_PLT, GPS_EXPORT, GPX_TRACK
from tests.profiles.samples.venues import VENUE_LISTS

__all__ = ["ANNA", "BEN", "SAMPLES", "Sample", "lines", "workbook"]

SAMPLES = {
    "venue-scans": VENUE_SCANS,
    "rail-tickets": RAIL_TICKETS,
    "flight-lists": FLIGHT_LISTS,
    "checkpoint-passages": CHECKPOINT_PASSAGES,
    "test-results": TEST_RESULTS,
    "contact-lists": CONTACT_LISTS,
    "case-lists": CASE_LISTS,
    "visitors-log": VISITORS_LOG,
    "venue-lists": VENUE_LISTS,
    "gps-export": GPS_EXPORT,
    "lab-results-us": LAB_RESULTS_US,
    "lab-results": LAB_RESULTS,
    "gpx-track": GPX_TRACK,
    "geolife-plt": GEOLIFE_PLT,
}
"""Shipped profile -> a file that it is for."""
