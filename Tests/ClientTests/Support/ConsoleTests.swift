// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramTestSupport
import Foundation
import XCTest

@testable import Ferogram

final class ConsoleTests: XCTestCase {
    /// A terminal in the place of the standard input.
    private final class PseudoTerminal: Sendable {
        private let person: Int32
        private let saved: Int32

        init() throws {
            var (person, terminal): (Int32, Int32) = (-1, -1)
            guard openpty(&person, &terminal, nil, nil, nil) == 0 else { throw XCTSkip("there are no pseudoterminals") }
            self.person = person
            saved = dup(STDIN_FILENO)
            dup2(terminal, STDIN_FILENO)
            close(terminal)
        }

        func end() {
            if saved >= 0 { dup2(saved, STDIN_FILENO) }
            close(saved)
            close(person)
        }

        func type(_ text: String) {
            _ = text.withCString { write(person, $0, strlen($0)) }
        }

        var showsWhatIsTyped: Bool {
            var settings = termios()
            return tcgetattr(STDIN_FILENO, &settings) == 0 && settings.c_lflag & tcflag_t(ECHO) != 0
        }
    }

    func testASecretIsReadWithoutBeingShown() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.end() }
        try await within {
            let asking = Task { await Console().ask("", isSecret: true) }
            try await until { !terminal.showsWhatIsTyped }
            terminal.type("secret\n")
            let answer = await asking.value
            XCTAssertEqual(answer, "secret")
            XCTAssertTrue(terminal.showsWhatIsTyped)
        }
    }

    func testAQuestionEndsWithItsTaskAndTheTerminalIsAsItWas() async throws {
        let terminal = try PseudoTerminal()
        defer { terminal.end() }
        try await within {
            let asking = Task { await Console().ask("", isSecret: true) }
            try await until { !terminal.showsWhatIsTyped }
            let waiting = Task { await Console().ask("", isSecret: true) }
            waiting.cancel()
            asking.cancel()
            let answers = await (asking.value, waiting.value)
            XCTAssertNil(answers.0)
            XCTAssertNil(answers.1)
            XCTAssertTrue(terminal.showsWhatIsTyped)
            // The line that nobody waits for any more is read, then comes the next question.
            terminal.type("late\n")
            let next = Task { await Console().ask("", isSecret: true) }
            try await until { !terminal.showsWhatIsTyped }
            terminal.type("next\n")
            let answer = await next.value
            XCTAssertEqual(answer, "next")
        }
    }
}
