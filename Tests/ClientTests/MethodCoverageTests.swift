// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

/// Each public method of the client has a row that compares what it sends.
final class MethodCoverageTests: XCTestCase {
    /// Methods that make no call of their own, or whose calls whole tests are about.
    private static let exempt: Set<String> = [
        "builder", "connect", "disconnect", "shutdown", "signalNetworkRestored", "invoke", "withoutUpdates", "inOrder",
        "me", "fetchLimits", "connectAndSignIn", "quickConnect", "signInInteractively", "exportSessionString",
        "saveSession", "mediaAddress", "syncUpdates",
        "withChatAction", "deadLetters", "removeDeadLetter", "retryDeadLetter",
        // Their calls prove that a password is known, which is never done twice in the same way.
        "checkPassword", "setPassword", "changePassword",
    ]

    func testEachMethodOfTheClientHasARow() throws {
        let methods = Set(
            try ClientSources.members().filter { $0.type == "TelegramClient" && $0.name.hasSuffix(")") }
                .map(\.baseName))
        XCTAssertGreaterThan(methods.count, 10)
        XCTAssertEqual(Self.exempt.subtracting(methods).sorted(), [], "exempt methods that do not exist")
        let folder = URL(filePath: #filePath).deletingLastPathComponent()
        let files = try FileManager.default.subpathsOfDirectory(atPath: folder.path).filter {
            $0.hasSuffix("MethodTests.swift")
        }
        var rows: Set<String> = []
        for file in files {
            let text = try String(contentsOf: folder.appending(path: file), encoding: .utf8)
            for match in text.matches(of: /MethodCase\(\s*"(\w+)/) { rows.insert(String(match.1)) }
        }
        XCTAssertEqual(methods.subtracting(Self.exempt).subtracting(rows).sorted(), [], "methods without a row")
    }
}
