"""Reads with MLflow's own client, and prints JSON: python mlflow_read.py <question> <parameters>.

runs <experiment>            every run of an experiment, with histories, datasets and artifacts
table <experiment> <name>    the table of one run, by mlflow.load_table
traces <experiment> <run id>  the traces linked to a run, with assessments and spans
"""

import json
import os
import sys

import mlflow
from mlflow import MlflowClient

client = MlflowClient()


def experiment_id(name):
    return client.get_experiment_by_name(name).experiment_id


def artifacts_of(run_id, path=None):
    for entry in client.list_artifacts(run_id, path):
        if entry.is_dir:
            yield from artifacts_of(run_id, entry.path)
        else:
            yield entry.path


def text_of(run_id, path):
    with open(client.download_artifacts(run_id, path), encoding="utf-8") as file:
        return file.read()


def history(run_id, key):
    return sorted([m.step, m.value, m.timestamp] for m in client.get_metric_history(run_id, key))


def run_of(run):
    run_id = run.info.run_id
    paths = sorted(artifacts_of(run_id))
    return {
        "run_id": run_id,
        "name": run.info.run_name,
        "status": run.info.status,
        "start_time": run.info.start_time,
        "end_time": run.info.end_time,
        "tags": run.data.tags,
        "params": run.data.params,
        "metrics": run.data.metrics,
        "histories": {key: history(run_id, key) for key in run.data.metrics},
        "datasets": [
            {**dict(i.dataset), "tags": {t.key: t.value for t in i.tags}} for i in run.inputs.dataset_inputs
        ],
        "artifacts": {path: text_of(run_id, path) for path in paths if os.environ.get("TEXTS", "1") == "1"},
        "artifact_names": paths,
    }


def runs(name):
    found = []
    token = None
    while True:
        page = client.search_runs([experiment_id(name)], order_by=["start_time ASC"], page_token=token)
        found += [run_of(run) for run in page]
        token = page.token
        if not token:
            return found


def table(name, run_name):
    [run] = client.search_runs([experiment_id(name)], f"attributes.run_name = '{run_name}'")
    os.environ["MLFLOW_EXPERIMENT_NAME"] = name
    frame = mlflow.load_table("eval_results_table.json", run_ids=[run.info.run_id], extra_columns=["run_id"])
    return {"columns": list(frame.columns), "rows": json.loads(frame.to_json(orient="values"))}


def trace_of(trace):
    info = trace.info
    [span] = trace.data.spans
    return {
        "trace_id": info.trace_id,
        "state": str(info.state.value),
        "request_preview": info.request_preview,
        "response_preview": info.response_preview,
        "execution_ms": info.execution_duration,
        "metadata": info.trace_metadata,
        "assessments": sorted(
            [a.name, a.expectation.value if a.expectation else a.feedback.value, a.rationale, a.source.source_id]
            for a in info.assessments
        ),
        "inputs": span.inputs,
        "outputs": span.outputs,
        "status": str(span.status.status_code.value),
    }


def traces(experiment, run_id):
    found = []
    token = None
    while True:
        page = client.search_traces(
            experiment_ids=[experiment_id(experiment)], run_id=run_id, max_results=500, page_token=token
        )
        found += [trace_of(trace) for trace in page]
        token = page.token
        if not token:
            return sorted(found, key=lambda trace: int(trace["metadata"]["hret.index"]))


question, *parameters = sys.argv[1:]
json.dump({"runs": runs, "table": table, "traces": traces}[question](*parameters), sys.stdout, allow_nan=False)
