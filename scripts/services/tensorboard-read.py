"""Reads a log folder with TensorBoard's own reader and prints what is in it as JSON: by run, the scalars, texts and hyperparameters."""

import json
import sys

from tensorboard.backend.event_processing import event_multiplexer
from tensorboard.plugins.hparams import metadata as hparams
from tensorboard.util import tensor_util

EVERYTHING = {"scalars": 0, "tensors": 0}


def plain(value):
    return getattr(value, value.WhichOneof("kind"))


def content(reader, run, tag):
    return reader.SummaryMetadata(run, tag).plugin_data.content


def seen(reader, run, tags):
    start, end = hparams.SESSION_START_INFO_TAG, hparams.SESSION_END_INFO_TAG
    found = {
        "scalars": {tag: [[e.step, e.value, e.wall_time] for e in reader.Scalars(run, tag)] for tag in tags["scalars"]},
        "texts": {},
    }
    for tag in tags["tensors"]:
        plugin = reader.SummaryMetadata(run, tag).plugin_data.plugin_name
        if plugin == "text":
            events = reader.Tensors(run, tag)
            found["texts"][tag] = [
                [e.step, tensor_util.make_ndarray(e.tensor_proto).item().decode()] for e in events
            ]
    if start in tags["tensors"]:
        info = hparams.parse_session_start_info_plugin_data(content(reader, run, start))
        found["hparams"] = {name: plain(value) for name, value in info.hparams.items()}
        found["startedAt"] = info.start_time_secs
    if end in tags["tensors"]:
        info = hparams.parse_session_end_info_plugin_data(content(reader, run, end))
        found["status"], found["endedAt"] = info.status, info.end_time_secs
    return found


reader = event_multiplexer.EventMultiplexer(size_guidance=EVERYTHING, purge_orphaned_data=False)
reader.AddRunsFromDirectory(sys.argv[1])
reader.Reload()
print(json.dumps({run: seen(reader, run, tags) for run, tags in reader.Runs().items()}))
