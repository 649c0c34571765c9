"""Which folder holds the policy: the one shipped, or the one that SANSE_POLICY_DIR names."""

import os
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path

from pipelines.errors import SanseError

VARIABLE = "SANSE_POLICY_DIR"


class PolicyFolderMissing(SanseError):
    """SANSE_POLICY_DIR names a place that is no folder."""


def policy_folder(named: Traversable | None = None) -> Traversable:
    """Return `named`, else the folder that SANSE_POLICY_DIR names, else the one shipped."""
    if named is not None:
        return named
    told = os.environ.get(VARIABLE)
    if not told:
        return files("policy")
    folder = Path(told)
    if not folder.is_dir():
        raise PolicyFolderMissing(
            f"环境变量 {VARIABLE} 指的不是文件夹：{folder}。没有政策数值就不能计算；"
            "请改成政策文件夹的路径，或去掉这个变量，改用自带的 policy/。"
        )
    return folder
