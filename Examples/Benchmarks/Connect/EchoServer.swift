// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import Foundation

/// Answers the requests of the benchmarks with a blocking thread for each client, in a process of its own.
///
/// The same server answers raw sockets and connections, so that only the client's side differs.
final class EchoServer {
    /// What makes this executable such a server.
    static let argument = "--serve-echo"

    let port: UInt16
    private let process: Process

    /// Starts a server process.
    init() throws {
        process = Process()
        process.executableURL = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        if !FileManager.default.fileExists(atPath: process.executableURL?.path ?? "") {
            process.executableURL = URL(fileURLWithPath: CommandLine.arguments[0])
        }
        process.arguments = [Self.argument]
        let output = Pipe()
        process.standardOutput = output
        process.standardInput = Pipe()
        try process.run()
        let line = String(decoding: output.fileHandleForReading.availableData, as: UTF8.self)
        guard let port = UInt16(line.trimmingCharacters(in: .whitespacesAndNewlines)) else {
            throw POSIXError(.EIO)
        }
        self.port = port
    }

    deinit {
        process.terminate()
    }

    /// Serves until the process that started this one has gone.
    static func serve() throws -> Never {
        raiseDescriptorLimit()
        let (listener, port) = try BlockingSocket.listening()
        FileHandle.standardOutput.write(Data("\(port)\n".utf8))
        Thread.detachNewThread {
            while let client = listener.accepted() {
                let thread = Thread { serve(client) }
                thread.stackSize = 128 << 10
                thread.start()
            }
        }
        _ = FileHandle.standardInput.readDataToEndOfFile()
        exit(0)
    }

    /// Lets the process have as many descriptors as it may.
    static func raiseDescriptorLimit() {
        #if canImport(Darwin)
        let resource = RLIMIT_NOFILE
        #else
        let resource = __rlimit_resource_t(RLIMIT_NOFILE.rawValue)
        #endif
        var limits = rlimit()
        guard getrlimit(resource, &limits) == 0 else { return }
        limits.rlim_cur = min(limits.rlim_max, 16_384)
        setrlimit(resource, &limits)
    }

    private static func serve(_ client: BlockingSocket) {
        let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 128 << 10, alignment: 16)
        defer { buffer.deallocate() }
        let frame = EchoProtocol.requestSize + 1
        var held = 0
        var output: [UInt8] = []
        var isFirst = true
        while true {
            let count = client.receive(into: UnsafeMutableRawBufferPointer(rebasing: buffer[held...]))
            guard count > 0 else { return }
            held += count
            var start = isFirst ? 1 : 0
            isFirst = false
            output.removeAll(keepingCapacity: true)
            while held - start >= frame {
                let request = UnsafeRawBufferPointer(rebasing: buffer[start + 1..<start + frame])
                let size = Int(UInt32(littleEndian: request.loadUnaligned(as: UInt32.self)))
                EchoProtocol.appendHeader(size, to: &output)
                output += request[4..<12]
                output += repeatElement(7, count: size - 8)
                start += frame
            }
            buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: buffer[start..<held]))
            held -= start
            guard output.withUnsafeBytes({ client.sendAll($0) }) else { return }
        }
    }
}
