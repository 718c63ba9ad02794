// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

package import FerogramMTProto
import FerogramTLTypes

/// Which methods may run twice.
///
/// A call that was sent and never answered goes out again under a new id only if that does no harm: because it only reads,
/// sets what it sets to the same value, or carries a `random_id` by which the server knows it again.
package enum CallRepetition {
    /// What running a method twice does.
    ///
    /// - Parameter method: The id of the method.
    /// - Returns: Harmless if the table of methods says so.
    package static func of(_ method: UInt32) -> OutgoingCall.Repetition {
        TLMethodTraits.of(method)?.isRepeatable == true ? .harmless : .harmful
    }

    /// Whether a method carries parts of files, which compression cannot make smaller.
    static func isUpload(_ method: UInt32) -> Bool {
        method == TL.upload.SaveFilePart.constructorID || method == TL.upload.SaveBigFilePart.constructorID
    }
}
