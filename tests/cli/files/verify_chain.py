"""Verifies `synovia journal export --packed` by what core/journal/chain.h says, and nothing else."""
import hashlib
import json
import sys

KINDS = {"decision": 1, "turn": 2, "feedback": 3, "protocol": 4, "refused": 5, "forgotten": 6,
         "outage": 7}


def u64(number):
    return (number % 2**64).to_bytes(8, "big")


def text(value):
    bytes_ = value.encode() if isinstance(value, str) else value
    return u64(len(bytes_)) + bytes_


def hash_of(message, key=b""):
    return hashlib.blake2b(message, digest_size=32, key=key).hexdigest()


def check(record, previous):
    if not record.get("erased"):
        body = hash_of(text(record.get("session", "")) + text(record.get("ref", ""))
                       + text(record.get("decision", "")) + text(bytes.fromhex(record["packed"])),
                       bytes.fromhex(record["salt"]))
        assert body == record["body"], f"record {record['sequence']}: body"
    assert record["previous"] == previous, f"record {record['sequence']}: previous"
    computed = hash_of(b"synovia-journal-1" + u64(record["sequence"]) + u64(record["time_ms"])
                       + u64(KINDS[record["kind"]]) + u64(int(record.get("masked", False)))
                       + text(record.get("protocol", "")) + text(record.get("digest", ""))
                       + bytes.fromhex(record["body"]) + bytes.fromhex(previous))
    assert computed == record["hash"], f"record {record['sequence']}: hash"
    return computed


records = [json.loads(line) for line in sys.stdin]
last = "00" * 32
for number, each in enumerate(records, 1):
    assert each["sequence"] == number
    last = check(each, last)
print(f"{len(records)} records, {sum(each.get('erased', False) for each in records)} erased: whole")
