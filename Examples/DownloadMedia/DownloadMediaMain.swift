// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// Saves what is attached to messages that arrive.
///
/// `FOLDER` says where.
@main
enum DownloadMediaMain {
    static func main() async {
        let folder =
            Example.isLocal
            ? FileManager.default.temporaryDirectory.appending(path: UUID().uuidString) : URL(fileURLWithPath: ".")
        let downloads = folder.appending(path: Example.setting("FOLDER", "downloads"))
        await Example.runPerson(
            "download_media",
            script: { server, ann in
                let bob = try server.addPerson("Bob", username: "bob")
                try await bob.send("Two files for you.", to: ann)
                try await bob.sendFile(Array("Milk, bread".utf8), name: "list.txt", mimeType: "text/plain", to: ann)
                try await Example.expectLine(containing: "list.txt")
                try await bob.sendFile(Array(repeating: 7, count: 300_000), name: "../large.bin", to: ann)
                try await Example.expectLine(containing: "large.bin")
            },
            { client in
                try FileManager.default.createDirectory(at: downloads, withIntermediateDirectories: true)
                Example.say("Saving media to ./\(downloads.lastPathComponent)/ ...")
                for await update in client.updates {
                    guard case .message(let message) = update, message.hasMedia else { continue }
                    await save(message, in: downloads)
                }
            })
        if Example.isLocal { try? FileManager.default.removeItem(at: folder) }
    }

    private static func save(_ message: Message, in folder: URL) async {
        do {
            let url = try await message.download(to: folder.appending(path: name(of: message))).value
            let size = (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
            Example.say("Saved: \(url.lastPathComponent)  (\((size + 1_023) / 1_024) KB)")
        } catch {
            Example.say("Error downloading msg \(message.id): \(error)")
        }
    }

    /// The name that the sender gave the file, without its folders: nobody else decides where it goes.
    private static func name(of message: Message) -> String {
        let name = message.document?.fileName ?? (message.photo == nil ? "file" : "photo.jpg")
        let last = URL(fileURLWithPath: name).lastPathComponent
        return "\(message.id)-" + (["..", "/", "."].contains(last) ? "file" : last)
    }
}
