// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// Sends requests over a blocking socket and reads the answers, a window at a time: the ceiling of what can be reached.
final class RawEchoClient {
    private let socket: BlockingSocket
    private let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 256 << 10, alignment: 16)
    private var isFirst = true

    init(port: UInt16) throws {
        socket = try BlockingSocket.connected(to: port)
    }

    deinit {
        buffer.deallocate()
    }

    /// Makes calls.
    ///
    /// - Parameters:
    ///   - count: How many calls to make at once.
    ///   - answerSize: How many bytes each answer has.
    func call(_ count: Int, answerSize: Int) {
        var output: [UInt8] = isFirst ? [0xEF] : []
        isFirst = false
        for number in 0..<count {
            EchoProtocol.appendHeader(EchoProtocol.requestSize, to: &output)
            output += EchoProtocol.request(UInt64(number), answerSize: answerSize)
        }
        precondition(output.withUnsafeBytes { socket.sendAll($0) }, "the server has gone")
        var missing = EchoProtocol.wireSize(answerSize) * count
        while missing > 0 {
            let received = socket.receive(into: buffer)
            precondition(received > 0, "the server has gone")
            missing -= received
        }
    }
}
