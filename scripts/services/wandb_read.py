"""Reads a .wandb file with wandb's own reader: the SHA-256 of each record, or with --records what each one says."""

import hashlib
import json
import sys

from google.protobuf.json_format import MessageToDict
from wandb.proto import wandb_internal_pb2
from wandb.sdk.internal.datastore import DataStore

store = DataStore()
store.open_for_scan(sys.argv[1])
read = []
while (data := store.scan_data()) is not None:
    if "--records" in sys.argv:
        record = wandb_internal_pb2.Record()
        record.ParseFromString(data)
        read.append(MessageToDict(record, preserving_proto_field_name=True))
    else:
        read.append(hashlib.sha256(data).hexdigest())
print(json.dumps(read))
