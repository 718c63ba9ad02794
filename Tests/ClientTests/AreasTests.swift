// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation
import XCTest

/// The index of methods in the documentation is what the sources say.
///
/// `FEROGRAM_UPDATE=1 swift test --filter AreasTests` writes it anew, and the number of methods in the README.
final class AreasTests: XCTestCase {
    private static let page = ClientSources.folder.appending(path: "Ferogram.docc/Areas.md")

    func testTheIndexIsCurrent() throws {
        let text = try Self.text()
        if ProcessInfo.processInfo.environment["FEROGRAM_UPDATE"] != nil {
            try text.write(to: Self.page, atomically: true, encoding: .utf8)
        }
        let written = try String(contentsOf: Self.page, encoding: .utf8)
        XCTAssertEqual(written, text, "FEROGRAM_UPDATE=1 swift test --filter AreasTests writes the index anew")
    }

    func testTheReadmeCountsTheMethods() throws {
        let page = try String(contentsOf: Self.page, encoding: .utf8)
        let count = try XCTUnwrap(page.firstMatch(of: /(\d+) of the \d+ methods of the schema/)).1
        let root = ClientSources.folder.deletingLastPathComponent().deletingLastPathComponent()
        let file = root.appending(path: "README.md")
        var readme = try String(contentsOf: file, encoding: .utf8)
        let sentence = "\(count) of the schema's methods"
        if ProcessInfo.processInfo.environment["FEROGRAM_UPDATE"] != nil {
            readme.replace(/\d+ of the schema's methods/, with: sentence)
            try readme.write(to: file, atomically: true, encoding: .utf8)
        }
        XCTAssertTrue(
            readme.contains(sentence), "there are \(count); FEROGRAM_UPDATE=1 swift test --filter AreasTests writes it")
    }

    private static func text() throws -> String {
        let functions = try ClientSources.functions()
        XCTAssertGreaterThan(functions.count, 800)
        var rows: [String: Set<String>] = [:]
        for member in try ClientSources.members() {
            for method in member.methods where functions.contains(method) {
                let owner = member.type == "TelegramClient" ? "" : member.type + "."
                rows[method, default: []].insert("`\(owner)\(member.name)` in `\(member.file)`")
            }
        }
        let lines = rows.keys.sorted().map {
            "| `\($0)` | \(rows[$0, default: []].sorted().joined(separator: "<br>")) |"
        }
        let missing = Dictionary(
            grouping: functions.filter { $0.contains(".") && rows[$0] == nil }
        ) { String($0.prefix { $0 != "." }) }
        let others = missing.keys.sorted().map { namespace in
            let names = missing[namespace, default: []].map { $0.dropFirst(namespace.count + 1) }.sorted()
            return "| `\(namespace)` | \(names.map { "`\($0)`" }.joined(separator: ", ")) |"
        }
        return """
            # Areas: from Telegram's methods to Swift

            Which method of the client calls which method of Telegram, and where it stands.

            ## Overview

            \(rows.count) of the \(functions.count) methods of the schema have a method of their own; all others are called with
            ``TelegramClient/invoke(_:options:)``. This page is generated: `FEROGRAM_UPDATE=1 swift test --filter AreasTests`.

            | Telegram | Swift |
            |---|---|
            \(lines.joined(separator: "\n"))

            ### What needs no option

            - A bot addresses users and channels that it does not know with an access hash of 0, always: the server knows whom
              a bot knows. An account of a person never does, as the server refuses it; the error says what would help.
            - A person or channel of whom the server has shown too little is addressed by the message that named them, always:
              such a context takes a few bytes, and without it their messages could not be answered.
            - Where updates of a channel are missing whose access hash is not known, bots ask with 0, always; for people they
              wait until an answer or an update brings the hash, as the server would refuse the call.
            - An upload from disk goes on where it was, if the file is the same: parts that the server has need not be sent again.

            ### Without a method of their own

            | Telegram | |
            |---|---|
            \(others.joined(separator: "\n"))

            """
    }
}
