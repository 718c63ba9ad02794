// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import CFerogramOpenSSL

/// Ends the process because OpenSSL could not do what never depends on anyone's data.
///
/// The calls guarded by this fail for two reasons only: memory is exhausted, or the installed library lacks an
/// algorithm that every build of OpenSSL 3 has. Neither is a peer's fault, neither can be answered by a caller,
/// and Swift itself ends the process on the first. Whatever a peer can influence (lengths, numbers, encodings) is
/// checked before OpenSSL sees it and thrown as a ``CryptoError``.
///
/// - Parameter operation: What was tried, as the end of the sentence "OpenSSL could not …".
@inline(never)
func openSSLFailure(_ operation: StaticString) -> Never {
    let reason = ERR_reason_error_string(ERR_peek_last_error()).map { String(cString: $0) } ?? "no reason given"
    fatalError("OpenSSL could not \(operation): \(reason)")
}
