// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import FerogramExampleSupport
import Foundation

/// Writes a chat with its pictures and files to a folder, as a web page; a second run goes on where the first one ended.
///
/// `CHAT` names it, `FOLDER` says where.
@main
enum ChatExporterMain {
    static func main() async {
        let place =
            Example.isLocal
            ? FileManager.default.temporaryDirectory.appending(path: UUID().uuidString) : URL(fileURLWithPath: ".")
        let folder = place.appending(path: Example.setting("FOLDER", "export"))
        await Example.runPerson(
            "chat_exporter",
            prepare: { server, ann in
                let bob = try server.addPerson("Bob", username: "bob")
                try await bob.send("Is 1 < 2 & 3 > 2?", to: ann)
                try await ann.send("Yes.", to: bob)
                try await bob.sendFile(Array("Milk, bread".utf8), name: "list.txt", mimeType: "text/plain", to: ann)
                try await bob.sendFile(Array("gone".utf8), name: "gone.txt", mimeType: "text/plain", to: ann)
                try await bob.send("That was it.", to: ann)
                server.handle(TL.upload.GetFile.self) { call in
                    let answer = try await call.standardAnswer()
                    guard case .file(let piece) = answer, piece.bytes == Array("gone".utf8) else {
                        return answer
                    }
                    throw RPCFailure(400, .locationInvalid)
                }
            },
            { client in
                let chat = Example.setting("CHAT", "@bob")
                if Example.isLocal {
                    // As if the program had been interrupted.
                    try await Exporter(chat, folder).run(client, limit: 2)
                }
                try await Exporter(chat, folder).run(client)
                if Example.isLocal { show(folder) }
            })
        if Example.isLocal { try? FileManager.default.removeItem(at: place) }
    }

    private static func show(_ folder: URL) {
        let page = (try? String(contentsOf: folder.appending(path: "index.html"), encoding: .utf8)) ?? ""
        for line in page.split(separator: "\n") where line.hasPrefix("<p") { Example.say(String(line)) }
        let files = try? FileManager.default.contentsOfDirectory(atPath: folder.appending(path: "files").path)
        Example.say("Files: \((files ?? []).sorted().joined(separator: ", "))")
    }
}
