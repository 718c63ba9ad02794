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

extension InvocationError: LocalizedError { public var errorDescription: String? { description } }
extension RPCError: LocalizedError {
    public var errorDescription: String? { description }
    /// What to do, for errors that people meet.
    public var recoverySuggestion: String? { hint }
}
extension BuilderError: LocalizedError { public var errorDescription: String? { description } }
extension SignInError: LocalizedError { public var errorDescription: String? { "\(self)" } }
extension DispatcherError: LocalizedError { public var errorDescription: String? { description } }
extension SessionStorageError: LocalizedError { public var errorDescription: String? { description } }
extension SessionFormatError: LocalizedError { public var errorDescription: String? { description } }
extension SessionExportError: LocalizedError { public var errorDescription: String? { description } }
extension StoreError: LocalizedError { public var errorDescription: String? { description } }
extension StateStorageError: LocalizedError { public var errorDescription: String? { description } }
extension MarkupError: LocalizedError { public var errorDescription: String? { description } }
extension ProxyError: LocalizedError { public var errorDescription: String? { description } }
extension TransportError: LocalizedError { public var errorDescription: String? { description } }
extension SessionError: LocalizedError { public var errorDescription: String? { description } }
extension KeyExchangeError: LocalizedError { public var errorDescription: String? { description } }
extension KeyBindingError: LocalizedError { public var errorDescription: String? { description } }
extension TunnelError: LocalizedError { public var errorDescription: String? { description } }
extension ConnectionError: LocalizedError { public var errorDescription: String? { description } }
extension CryptoError: LocalizedError { public var errorDescription: String? { description } }
extension TLError: LocalizedError { public var errorDescription: String? { description } }
