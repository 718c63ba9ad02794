// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

extension LocalServer {
    /// The letters that the server sent to an address, the oldest first: codes for passwords.
    ///
    /// - Parameter address: The address.
    /// - Returns: The letters.
    public func mail(to address: String) -> [LocalMail] {
        core.perform { engine in engine.world.people.mail.filter { $0.address == address } }
    }
}
