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
    /// - Returns: Harmless if it is known to be.
    package static func of(_ method: UInt32) -> OutgoingCall.Repetition {
        guard let name = TL.name(ofConstructor: method) else { return .harmful }
        return isHarmless(name) ? .harmless : .harmful
    }

    /// Whether a method carries parts of files, which compression cannot make smaller.
    static func isUpload(_ method: UInt32) -> Bool {
        method == TL.upload.SaveFilePart.constructorID || method == TL.upload.SaveBigFilePart.constructorID
    }

    static func isHarmless(_ name: String) -> Bool {
        if idempotent.contains(name) { return true }
        if readersWithEffects.contains(name) { return false }
        let words = name.utf8.lastIndex(of: UInt8(ascii: ".")).map { name.utf8[$0...].dropFirst() } ?? name.utf8[...]
        return readingVerbs.contains { verb in
            words.starts(with: verb.utf8)
                && (words.dropFirst(verb.utf8.count).first.map { $0 < UInt8(ascii: "a") } ?? true)
        }
    }

    private static let readingVerbs = ["get", "search", "resolve"]

    /// Methods that read by name, and do something all the same.
    static let readersWithEffects: Set<String> = [
        "messages.getBotCallbackAnswer", "account.getTmpPassword", "messages.getExportedChatInvite",
        "payments.getStarsRevenueWithdrawalUrl",
    ]

    /// Methods that carry a `random_id`, or that set what they set again to the same value.
    static let idempotent: Set<String> = [
        "messages.sendMessage", "messages.sendMedia", "messages.sendMultiMedia", "messages.forwardMessages",
        "messages.sendInlineBotResult", "messages.startBot", "messages.setTyping", "messages.readHistory",
        "messages.receivedMessages", "messages.readMessageContents", "channels.readHistory", "upload.saveFilePart",
        "upload.saveBigFilePart", "account.updateStatus", "updates.getDifference", "help.getConfig",
        "contacts.resolvePhone", "auth.exportAuthorization", "messages.setBotCallbackAnswer",
    ]
}
