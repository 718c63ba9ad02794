// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// Sends and fetches files in all ways: from memory and disk, with progress, paused, cancelled, and in two runs.
///
/// `TARGET_PEER` names the chat.
@main
enum TransferShowcaseMain {
    static func main() async {
        let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
        try? FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        await Example.runPerson("transfer_showcase") { client in
            try await Showcase(client, Example.setting("TARGET_PEER", "me"), folder).run()
        }
        try? FileManager.default.removeItem(at: folder)
    }
}
