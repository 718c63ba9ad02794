// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramMTProto
import FerogramTLTypes

extension SenderPool {
    /// For how long a key counts as new.
    private static var newKeyAge: Duration { .seconds(30) }
    /// How long a data centre is given to learn of a new key, at a time.
    private static var newKeyPause: Duration { .seconds(2) }
    /// How often a call waits for that.
    private static var newKeyPauses: Int { 3 }

    func noteKeyBirth(at dataCenter: Int) {
        let now = time.now()
        state.withLock { $0.keyBirths[dataCenter] = now }
    }

    /// Waits a few seconds at most if the server does not know who is signed in with a key that was made just now: it takes a while until
    /// all of a data centre has heard of it.
    ///
    /// - Returns: Whether the call is to be made again.
    func awaitNewKey(after error: RPCError, _ call: inout PooledCall) async throws(InvocationError) -> Bool {
        guard error.code == 401, error.name == .authKeyUnregistered,
            let birth = state.withLock({ $0.keyBirths[error.dataCenter] })
        else { return false }
        let end = time.now() + Self.newKeyPause
        guard end <= birth + Self.newKeyAge, call.newKeyPauses < Self.newKeyPauses, !call.isTooLate(end) else {
            return false
        }
        call.newKeyPauses += 1
        let isHome = error.dataCenter == delegate?.homeDataCenter
        if isHome, !call.isInNewKeyWait {
            call.isInNewKeyWait = true
            delegate?.poolDidReport(.newKeyWait(true))
        }
        delegate?.poolDidReport(.newKeyRefused(error, wait: Self.newKeyPause))
        try await sleep(until: end, &call)
        return true
    }
}
