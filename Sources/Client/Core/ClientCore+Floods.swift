// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramMTSender
import FerogramTLTypes

// Some limits hold for what is done in one chat, all others for what the account does with a method.
extension ClientCore {
    /// Whom a flood of a call that names a peer holds for; `nil` if it holds for the method.
    func floodScope<Function: TLFunction>(of type: Function.Type, _ peer: TL.InputPeer) -> UInt64? {
        guard TLMethodTraits.of(Function.constructorID)?.floodScope == .peer else { return nil }
        return peerID(of: peer).map { UInt64(bitPattern: $0.botAPI) }
    }

    /// Whom a flood of a call holds for that the program wrote itself; `nil` if it holds for the method.
    func floodScope<Function: TLFunction>(of function: Function) -> UInt64? {
        Self.chat(of: function).flatMap { floodScope(of: Function.self, $0) }
    }

    /// The chat that a call writes to, for the methods that are called most often.
    private static func chat<Function: TLFunction>(of function: Function) -> TL.InputPeer? {
        // Comparing numbers costs nothing beside a cast.
        switch Function.constructorID {
        case TL.messages.SendMessage.constructorID: (function as? TL.messages.SendMessage)?.peer
        case TL.messages.SendMedia.constructorID: (function as? TL.messages.SendMedia)?.peer
        case TL.messages.SendMultiMedia.constructorID: (function as? TL.messages.SendMultiMedia)?.peer
        case TL.messages.ForwardMessages.constructorID: (function as? TL.messages.ForwardMessages)?.toPeer
        case TL.messages.SendInlineBotResult.constructorID: (function as? TL.messages.SendInlineBotResult)?.peer
        case TL.messages.EditMessage.constructorID: (function as? TL.messages.EditMessage)?.peer
        case TL.messages.SetTyping.constructorID: (function as? TL.messages.SetTyping)?.peer
        case TL.messages.SendReaction.constructorID: (function as? TL.messages.SendReaction)?.peer
        default: nil
        }
    }
}
