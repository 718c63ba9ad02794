// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
public import FerogramConnect
public import FerogramCrypto
public import FerogramFSM
public import FerogramMTProto
public import FerogramMTSender
public import FerogramParsers
public import FerogramSession
public import FerogramTLTypes
public import Foundation

// `localizedDescription` of an error without these is "The operation could not be completed", with a number.
extension InvocationError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension RPCError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
    /// What to do, for errors that people meet.
    public var recoverySuggestion: String? { hint }
}
extension BuilderError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension SignInError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { "\(self)" }
}
extension DispatcherError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension SessionStorageError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension SessionFormatError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension SessionExportError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension StoreError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension StateStorageError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension MarkupError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension ProxyError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension TransportError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension SessionError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension KeyExchangeError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension KeyBindingError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension TunnelError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension ConnectionError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension CryptoError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
extension TLError: LocalizedError {
    /// The description, for `localizedDescription`.
    public var errorDescription: String? { description }
}
