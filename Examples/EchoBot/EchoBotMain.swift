// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

@main
enum EchoBotMain {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await withTerminationSignals {
            if let id = environment["API_ID"].flatMap(Int32.init), let hash = environment["API_HASH"],
                let token = environment["BOT_TOKEN"]
            {
                let builder = TelegramClient.builder().apiID(id).apiHash(hash).session(.file("echo_bot.session"))
                try await EchoBot.run(builder, token: token)
            } else {
                try await LocalChat.run()
            }
        }
    }
}
