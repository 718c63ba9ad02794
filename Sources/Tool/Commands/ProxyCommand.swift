// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramConnect
import FerogramSession
import FerogramTLTypes

extension Command {
    static let proxyCheck = Command(
        name: "proxy check", synopsis: "LINK [--read] [options]",
        summary: "Say whether a proxy lets Telegram through.",
        help: """
              LINK            tg://proxy?…, tg://socks?… or https://t.me/proxy?…
              --read          read the link only
            \(Connection.help)
            """,
        options: Connection.options, switches: Connection.switches.union(["read"])
    ) { arguments in
        let link = try arguments.words(1...1, "a link")[0]
        let proxy = try Proxy(link: link)
        Output.write("\(proxy)")
        if arguments.has("read") { return }
        let builder = try Connection.builder(arguments).session(MemorySessionStorage()).proxyLink(link)
        do {
            let client = try await builder.connect(timeout: .seconds(15))
            _ = try await client.invoke(TL.help.GetNearestDc())
            await client.disconnect()
        } catch {
            throw ToolError("it does not work: \(error)")
        }
        Output.write("it works")
    }
}
