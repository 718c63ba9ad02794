// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// What can be chosen about the sockets of a dialer or a listener.
package struct SocketOptions: Hashable, Sendable {
    /// How many bytes the system shall queue for sending, `nil` for what it finds right.
    package var sendBuffer: Int?
    /// How many bytes the system shall queue for reading, `nil` for what it finds right.
    package var receiveBuffer: Int?

    package init(sendBuffer: Int? = nil, receiveBuffer: Int? = nil) {
        self.sendBuffer = sendBuffer
        self.receiveBuffer = receiveBuffer
    }
}
