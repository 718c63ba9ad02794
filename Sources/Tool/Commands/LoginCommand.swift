// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension Command {
    static let login = Command(
        name: "login", synopsis: "[--bot TOKEN | --phone NUMBER] [options]",
        summary: "Sign in as a person or a bot, and keep the session.",
        help: """
              --bot TOKEN     a bot; BOT_TOKEN in the environment does the same
              --phone NUMBER  a person, with the country's code; the code and the password are asked for
            \(Connection.help)

            A token on the command line is seen by other users of the machine: prefer the environment.
            """,
        options: Connection.options.union(["bot", "phone"]), switches: Connection.switches
    ) { arguments in
        _ = try arguments.words(0...0, "no words")
        let token = arguments["bot"] ?? ProcessInfo.processInfo.environment["BOT_TOKEN"]
        try await Connection.builder(arguments).withClient { client in
            let user: User
            if let token, arguments["phone"] == nil {
                user = try await client.signIn(botToken: token)
            } else {
                user = try await signIn(client, phone: try arguments["phone"] ?? ask("Phone number: "))
            }
            Output.write("signed in as \(user.fullName) (\(user.id))")
        }
    }

    private static func signIn(_ client: TelegramClient, phone: String) async throws -> User {
        switch try await client.requestLoginCode(for: phone) {
        case .alreadyAuthorized(let user): return user
        case .codeRequired(let sent):
            do {
                return try await client.signIn(with: sent, code: try ask("Code (\(sent.delivery)): "))
            } catch {
                guard let error = error as? SignInError, case .passwordRequired(let challenge) = error else {
                    throw error
                }
                let hint = challenge.hint.map { " (hint: \($0))" } ?? ""
                return try await client.checkPassword(try ask("Password\(hint): "), for: challenge)
            }
        }
    }

    private static func ask(_ question: String) throws -> String {
        FileHandle.standardError.write(Data(question.utf8))
        guard let line = readLine(), !line.isEmpty else { throw ToolError("nobody answered") }
        return line
    }
}
