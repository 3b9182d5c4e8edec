#pragma once

// What nearly every file of the worker includes. Precompiled, it brings the build down to a third of its time.

#include "common.hpp"
#include "FBS/message.h"
#include <ankerl/unordered_dense.h>
#include <cmath>
#include <cstring>
#include <deque>
#include <map>
#include <set>
#include <span>
#include <sstream>
#include <string>
#include <string_view>
#include <uv.h>
#include <vector>
