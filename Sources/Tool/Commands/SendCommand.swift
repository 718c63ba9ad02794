// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

extension Command {
    static let send = Command(
        name: "send", synopsis: "PEER TEXT [--markdown | --html] [--silent] [--json] [options]",
        summary: "Send a message.",
        help: """
              ferogram-tool send me "Backup finished"
              ferogram-tool send @channel "**Done**" --markdown

              PEER            me, @name, a t.me link, a phone number or a number
              --markdown      the text is Markdown
              --html          the text is HTML
              --silent        without a sound
              --json          print what was sent in one line
            \(Connection.help)
            """,
        options: Connection.options, switches: Connection.switches.union(["markdown", "html", "silent", "json"])
    ) { arguments in
        let words = try arguments.words(2...2, "a peer and a text")
        let text =
            if arguments.has("markdown") {
                FormattedText(markdown: words[1])
            } else if arguments.has("html") {
                FormattedText(html: words[1])
            } else {
                FormattedText(words[1])
            }
        try await Connection.withAccount(arguments) { client in
            let message = InputMessage(text).silent(arguments.has("silent"))
            let sent =
                if let number = Int64(words[0]) {
                    try await client.sendMessage(to: number, message)
                } else {
                    try await client.sendMessage(to: words[0], message)
                }
            if arguments.has("json") {
                try Output.write(json: ["chat": sent.chatID.botAPI, "id": Int64(sent.id)])
            } else {
                Output.write("sent message \(sent.id)")
            }
        }
    }
}
