// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramLocalServer

/// What an operation has at hand.
struct Stage {
    let client: TelegramClient
    let ann: LocalPerson
    let bot: LocalBot
    /// The code that was requested last.
    var code: SentCode?
    /// The link of a folder that was shared last, and the basic group that was made last.
    var folderLink = ""
    var group = PeerID.chat(0)
}

/// One operation.
typealias Operation = (name: String, run: (inout Stage) async throws -> Void)

/// One row for each operation, in the order in which they run; `.ci/parity/operations.py` has the same rows.
var personOperations: [Operation] {
    openingOperations + messageOperations + mediaOperations + stickerOperations + chatOperations
        + accountOperations + botUserOperations + closingOperations
}

private var openingOperations: [Operation] {
    [
        (
            "requestLoginCode",
            {
                if case .codeRequired(let code) = try await $0.client.requestLoginCode(for: $0.ann.phone) {
                    $0.code = code
                }
            }
        ),
        (
            "signInWithCode",
            {
                guard let code = $0.code else { return }
                _ = try await $0.client.signIn(with: code, code: $0.ann.loginCode)
            }
        ),
        ("me", { _ = try await $0.client.me() }),
        ("resolveUsername", { _ = try await $0.client.resolve("@echo_bot") }),
        ("sendText", { _ = try await $0.client.sendMessage(to: "@echo_bot", "hello") }),
        (
            "sendFormatted",
            { _ = try await $0.client.sendMessage(to: "@echo_bot", FormattedText(markdown: "a **bold** word")) }
        ),
        ("sendReply", { _ = try await $0.client.sendMessage(to: "@echo_bot", InputMessage("again").replying(to: 1)) }),
        ("sendSilent", { _ = try await $0.client.sendMessage(to: "@echo_bot", InputMessage("quiet").silent()) }),
        (
            "sendWithoutPreview",
            {
                let message = InputMessage("https://example.com").withoutLinkPreview()
                _ = try await $0.client.sendMessage(to: "@echo_bot", message)
            }
        ),
        ("sendToSelf", { _ = try await $0.client.sendMessage(to: "me", "note") }),
    ]
}

private var closingOperations: [Operation] {
    [
        ("signOut", { try await $0.client.signOut() })
    ]
}

var botOperations: [Operation] {
    [
        ("signInBot", { _ = try await $0.client.signIn(botToken: $0.bot.token) })
    ] + botRowOperations
}
