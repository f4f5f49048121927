"""Downloads files of a dataset the way Python programs do, and prints as JSON where they are.

Usage: hub-cache.py ONLINE|OFFLINE REPO PATH...   (HF_ENDPOINT and HF_HOME are taken from the environment)
"""

import json
import sys

from huggingface_hub import hf_hub_download, scan_cache_dir

mode, repo, *paths = sys.argv[1:]
places = {
    path: hf_hub_download(repo, path, repo_type="dataset", local_files_only=mode == "OFFLINE") for path in paths
}
cache = scan_cache_dir()
print(
    json.dumps(
        {
            "places": places,
            "texts": {path: open(place, encoding="utf-8", newline="").read() for path, place in places.items()},
            "repos": [repo.repo_id for repo in cache.repos],
            "refs": sorted(ref for repo in cache.repos for ref in repo.refs),
            "files": sorted(
                file.file_name for repo in cache.repos for revision in repo.revisions for file in revision.files
            ),
            "warnings": [str(warning) for warning in cache.warnings],
        }
    )
)
