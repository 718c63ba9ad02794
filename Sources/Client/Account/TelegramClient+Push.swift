// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

public import FerogramMTSender
import FerogramTLTypes

/// A device that gets push messages.
public struct PushDevice: Hashable, Sendable {
    /// Whose service delivers them.
    public enum Service: Int32, Hashable, Sendable {
        /// Apple's, for apps.
        case apple = 1
        /// Google's.
        case firebase = 2
        /// Apple's, for calls.
        case appleVoIP = 9
        /// The web's, with a token that is JSON.
        case web = 10
        /// Huawei's.
        case huawei = 13
    }

    /// Whose service delivers them.
    public var service: Service
    /// What the service calls the device.
    public var token: String
    /// What encrypts the messages; `nil` for messages that the service can read.
    public var secret: PushSecret?
    /// Whether it is the service's sandbox.
    public var isSandbox = false
    /// Whether nothing is sent for chats that are muted.
    public var skipsMuted = false
    /// The numbers of other accounts that are signed in on the device.
    public var otherAccounts: [Int64] = []

    /// Describes a device.
    ///
    /// - Parameters:
    ///   - service: Whose service delivers the messages.
    ///   - token: What the service calls the device.
    ///   - secret: What encrypts the messages.
    public init(_ service: Service, token: String, secret: PushSecret? = nil) {
        (self.service, self.token, self.secret) = (service, token, secret)
    }
}

extension TelegramClient {
    /// Has push messages sent to a device (`account.registerDevice`).
    ///
    /// - Parameter device: The device.
    /// - Throws: ``InvocationError``.
    public func registerForPush(_ device: PushDevice) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.account.RegisterDevice(
                noMuted: device.skipsMuted, tokenType: device.service.rawValue, token: device.token,
                appSandbox: device.isSandbox, secret: device.secret?.bytes ?? [], otherUids: device.otherAccounts))
    }

    /// Has no push messages sent to a device any more (`account.unregisterDevice`).
    ///
    /// - Parameter device: The device.
    /// - Throws: ``InvocationError``.
    public func unregisterFromPush(_ device: PushDevice) async throws(InvocationError) {
        _ = try await core.invoke(
            TL.account.UnregisterDevice(
                tokenType: device.service.rawValue, token: device.token, otherUids: device.otherAccounts))
    }

    /// Leaves the texts out of push messages while the app is locked (`account.updateDeviceLocked`).
    ///
    /// - Parameter time: After how long without use it is locked; `nil` for not at all.
    /// - Throws: ``InvocationError``.
    public func setPushLocked(after time: Duration?) async throws(InvocationError) {
        _ = try await core.invoke(TL.account.UpdateDeviceLocked(period: time.map { max(0, $0.wholeSeconds) } ?? -1))
    }
}
