from __future__ import annotations

import os
import os.path
import collections.abc as abc, sys
from . import sibling
from .. import parent as up
from .models import Invoice, Project as Plan
from ..shared.text import *
from typing import (
    Annotated,
    Optional,
)

try:
    import simplejson as json
except ImportError:
    import json


def late():
    from .late import Value

    return Value, os, abc, sys, sibling, up, Invoice, Plan, Annotated, Optional, json
