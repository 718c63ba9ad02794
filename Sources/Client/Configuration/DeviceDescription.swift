// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

/// How the program introduces itself to the server; users see it in their list of sessions.
public struct DeviceDescription: Hashable, Sendable {
    /// The device.
    public var model = "Ferogram"
    /// The operating system.
    public var systemVersion: String
    /// The program's version.
    public var appVersion = "1.0"
    /// The language of the system, as ISO 639-1.
    public var systemLanguage = "en"
    /// The language of the program, as ISO 639-1.
    public var language = "en"

    /// Creates a description of this machine.
    public init() {
        #if os(Linux)
        systemVersion = "Linux"
        #elseif os(macOS)
        systemVersion = "macOS"
        #else
        systemVersion = "Unknown"
        #endif
    }
}
