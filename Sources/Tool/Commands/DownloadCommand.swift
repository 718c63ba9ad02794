// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Ferogram
import Foundation

extension Command {
    static let download = Command(
        name: "download", synopsis: "LINK [--output PATH] [--json] [options]",
        summary: "Save what is attached to a message.",
        help: """
              LINK            a message, https://t.me/name/123
              --output PATH   where to, a file or a folder; by default the folder of the caller
              --json          print the path and the size in one line

            A file that exists is not replaced: the new one gets a number in its name. An interrupted download goes on
            where it ended.
            \(Connection.help)
            """,
        options: Connection.options.union(["output"]), switches: Connection.switches.union(["json"])
    ) { arguments in
        let link = try arguments.words(1...1, "a link")[0]
        try await Connection.withAccount(arguments) { client in
            guard let message = try await client.message(at: link) else {
                throw ToolError("there is no message \(link)")
            }
            guard message.hasMedia else { throw ToolError("nothing is attached to \(link)") }
            var options = TransferOptions()
            options.overwrites = false
            // In a folder the file has the name that the sender gave it, made safe.
            let target = URL(fileURLWithPath: arguments["output"] ?? FileManager.default.currentDirectoryPath)
            let transfer = message.download(to: target, options: options)
            let bar = Task {
                guard isatty(2) == 1 else { return }
                for await progress in transfer.progress { FileHandle.standardError.write(Data(line(progress).utf8)) }
                Output.note("")
            }
            let url = try await transfer.value
            await bar.value
            let size = (try? url.resourceValues(forKeys: [.fileSizeKey]))?.fileSize ?? 0
            if arguments.has("json") {
                try Output.write(json: Saved(path: url.path, size: size))
            } else {
                Output.write("saved \(url.lastPathComponent), \(size) bytes")
            }
        }
    }

    private struct Saved: Encodable {
        let path: String
        let size: Int
    }

    private static func line(_ progress: TransferProgress) -> String {
        let filled = Int(progress.fraction * 20)
        return "\r[" + String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
            + "] \(progress.bytesDescription), \(progress.speedDescription)   "
    }
}
