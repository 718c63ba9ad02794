// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension Command {
    static let login = Command(
        name: "login", synopsis: "[--bot TOKEN | --phone NUMBER | --qr] [options]",
        summary: "Sign in as a person or a bot, and keep the session.",
        help: """
              --bot TOKEN     a bot; BOT_TOKEN in the environment does the same
              --phone NUMBER  a person, with the country's code; the code and the password are asked for
              --qr            a person, whose other device scans a code from this terminal
            \(Connection.help)

            A token on the command line is seen by other users of the machine: prefer the environment.
            """,
        options: Connection.options.union(["bot", "phone"]), switches: Connection.switches.union(["qr"])
    ) { arguments in
        _ = try arguments.words(0...0, "no words")
        let token = arguments["bot"] ?? ProcessInfo.processInfo.environment["BOT_TOKEN"]
        try await Connection.builder(arguments).withClient { client in
            let user =
                if arguments.has("qr") {
                    try await signInByQRCode(client)
                } else if let token, arguments["phone"] == nil {
                    try await client.signIn(botToken: token)
                } else {
                    try await client.signInInteractively(as: arguments["phone"])
                }
            Output.write("signed in as \(user.fullName) (\(user.id))")
        }
    }

    private static func signInByQRCode(_ client: TelegramClient) async throws -> User {
        let outcome = try await client.signInByQRCode { token in
            Output.note("Scan this in Telegram: Settings, Devices, Link Desktop Device.")
            Output.note(token.code?.terminalPicture() ?? token.url)
        }
        if let user = outcome.user { return user }
        guard case .passwordRequired(let challenge) = outcome else { throw SignInError.unsupported("\(outcome)") }
        var failure: SignInError?
        while let password = try await ConsolePrompter().password(for: challenge, after: failure) {
            do throws(SignInError) {
                if let user = try await client.checkPassword(password, for: challenge).user { return user }
            } catch {
                guard case .invalidPassword = error else { throw error }
                failure = error
            }
        }
        throw SignInError.givenUp
    }
}
