// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import Ferogram
import Foundation

/// Signs a person in, and asks in the terminal for what is missing.
public enum SignInDialogue {
    /// Signs in.
    ///
    /// - Parameters:
    ///   - client: The client.
    ///   - phone: The phone number; asked for if there is none.
    ///   - code: The code; asked for if there is none.
    /// - Throws: Why nobody is signed in.
    public static func run(_ client: TelegramClient, phone: String?, code: String? = nil) async throws {
        let phone = try phone ?? ask("Phone number: ")
        guard case .codeRequired(let sent) = try await client.requestLoginCode(for: phone) else {
            return Example.say("Session saved.")
        }
        do {
            let user = try await client.signIn(with: sent, code: try code ?? ask("Code (\(sent.delivery)): "))
            Example.say("Signed in as \(user.fullName)")
        } catch {
            guard let error = error as? SignInError, case .passwordRequired(let challenge) = error else { throw error }
            let hint = challenge.hint.map { " (hint: \($0))" } ?? ""
            let user = try await client.checkPassword(try ask("Password\(hint): "), for: challenge)
            Example.say("Signed in as \(user.fullName)")
        }
        Example.say("Session saved.")
    }

    /// Asks a question in the terminal.
    public static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        guard let line = readLine(), !line.isEmpty else { throw Silence() }
        return line
    }

    /// Nobody answered.
    public struct Silence: Error, CustomStringConvertible {
        public var description: String { "nobody answered" }
    }
}
