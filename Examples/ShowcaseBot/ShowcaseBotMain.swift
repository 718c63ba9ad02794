// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport

/// A bot with many small commands.
@main
enum ShowcaseBotMain {
    static func main() async {
        await Example.runBot("showcase", ShowcaseBot.makeDispatcher) { script in
            let ann = script.ann
            let menu = try await ann.say("/start")
            for text in [
                "/help", "/about", "/ferogram", "/echo Hello *there*", "/upper straße", "/lower ÄÖÜ", "/reverse drawer",
                "/rot13 Hello", "/count one two  three", "/len naïve", "/b64enc Ferogram", "/b64dec RmVyb2dyYW0=",
                "/b64dec ???", "/hex Hi", "/unhex 4869", "/hash abc", "/morse SOS 73", "/unmorse ... --- ...",
                "/calc (1 + 2) * 3 - 4 / 8", "/calc 1 / 0", "/calc 2 +", "/fmt_md", "/fmt_html", "/stats", "/nonsense",
            ] {
                try await ann.say(text)
            }
            for button in ["Help", "About", "Ping", "Ferogram"] { try await ann.press(button, under: menu) }
        }
    }
}
