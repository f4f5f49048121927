"""Logs a run told in a JSON file with the Python client of Weights & Biases, as a user's own script would."""

import json
import sys

import wandb

with open(sys.argv[1], encoding="utf-8") as file:
    told = json.load(file)

settings = wandb.Settings(console="off", silent=True, x_disable_stats=True, save_code=False)
run = wandb.init(**told["init"], settings=settings)
for row in told["rows"]:
    run.log(row["values"], step=row["step"])
last = told["last"]
table = wandb.Table(columns=told["table"]["columns"], data=told["table"]["data"])
run.log({**last["values"], "samples": table}, step=last["step"])
results = wandb.Artifact(told["results"]["name"], type=told["results"]["type"])
for name, path in told["results"]["files"].items():
    results.add_file(path, name=name)
run.log_artifact(results)
run.summary.update(told["summary"])
run.finish(exit_code=told["exitCode"])
