// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// The end of an error's text: what was found, and what had to be there.
func comparison(found: (some BinaryInteger)?, expected: (some BinaryInteger)?) -> String {
    (found.map { ", found \($0)" } ?? "") + (expected.map { ", expected \($0)" } ?? "")
}
