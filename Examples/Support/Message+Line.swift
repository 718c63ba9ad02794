// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Ferogram
import Foundation

extension Message {
    /// The message in a list: its number, its time, who sent it and the beginning of its text.
    public var listLine: String {
        // What a server in this process has was sent just now, and the output is compared with a file.
        let time = Example.isLocal ? "" : " " + date.formatted(.iso8601)
        let text = text.isEmpty ? "(no text)" : text.replacing("\n", with: " ")
        return "[\(id)]\(time) \(sender?.firstName ?? "?"): \(text.prefix(60))"
    }
}
