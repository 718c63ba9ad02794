// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

exit(CommandLineTool.run(Array(CommandLine.arguments.dropFirst())))
