// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

@main
enum GroupAdminMain {
    static func main() async throws {
        let environment = ProcessInfo.processInfo.environment
        try await withTerminationSignals {
            guard let id = environment["API_ID"].flatMap(Int32.init), let hash = environment["API_HASH"],
                let token = environment["BOT_TOKEN"]
            else {
                return try await Crowd.run()
            }
            let builder = TelegramClient.builder().apiID(id).apiHash(hash).session(.file("group_admin.session"))
            try await builder.withClient { client in
                let bot = try await client.signIn(botToken: token)
                print("Signed in as \(bot).")
                try await GroupAdmin().makeDispatcher(for: client).run(on: client)
            }
        }
    }
}
