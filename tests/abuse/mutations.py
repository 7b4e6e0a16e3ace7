"""Bytes changed at random."""

import random

ODD = b'",;\t\n\r\0\xff\xfe\xc3\x81\x30 0e-<>&;T:"='


def mutated(content: bytes, chance: random.Random) -> bytes:
    """The bytes with a few changed, taken out, put in, repeated, or cut off."""
    found = bytearray(content)
    for _ in range(chance.choice((1, 1, 2, 5, 20))):
        at = chance.randrange(len(found) + 1)
        length = chance.randrange(1, 12)
        match chance.randrange(6):
            case 0:
                found[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                del found[at : at + length]
            case 2:
                found[at:at] = bytes(chance.choice(ODD) for _ in range(length))
            case 3:
                found[at:at] = found[:length]
            case 4:
                found[at:at] = found[at : at + chance.randrange(1, 400)]
            case 5 if chance.random() < 0.1:
                del found[at:]
    return bytes(found)
