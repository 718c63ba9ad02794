// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Lines that the two processes write, to each other and for the reader.
enum Lines {
    /// Writes a line at once.
    static func write(_ line: String) {
        FileHandle.standardOutput.write(Data((line + "\n").utf8))
    }

    /// The lines of the standard input.
    static func ofStandardInput() -> AsyncStream<String> {
        of(.standardInput)
    }

    /// The lines of a file or a pipe, until its end; they are read on a thread of their own, since to wait for one takes one.
    static func of(_ file: FileHandle) -> AsyncStream<String> {
        let (stream, continuation) = AsyncStream.makeStream(of: String.self)
        let thread = Thread {
            var rest = Data()
            while true {
                let data = file.availableData
                guard !data.isEmpty else { break }
                rest += data
                while let end = rest.firstIndex(of: 10) {
                    continuation.yield(String(decoding: rest[..<end], as: UTF8.self))
                    rest = Data(rest[(end + 1)...])
                }
            }
            continuation.finish()
        }
        thread.start()
        return stream
    }
}
