// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram

extension Dispatcher {
    /// Runs on a client while a closure does what it does.
    func running(on client: TelegramClient, _ body: @Sendable () async throws -> Void) async throws {
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await self.run(on: client) }
            try await body()
            group.cancelAll()
        }
    }
}
