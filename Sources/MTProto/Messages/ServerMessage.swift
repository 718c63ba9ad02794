// This file is part of Ferogram for Swift.
// SPDX-License-Identifier: MIT OR Apache-2.0

import FerogramBase
import FerogramTLTypes

/// What a server says in one message.
///
/// See core.telegram.org/mtproto/service_messages and core.telegram.org/mtproto/service_messages_about_messages.
enum ServerMessage: Sendable {
    case result(request: MessageID, RPCAnswer)
    case acknowledgement([MessageID])
    case badMessage(MessageID, code: Int32)
    case badServerSalt(MessageID, salt: Int64)
    case stateQuestion([MessageID])
    case stateInfo(request: MessageID, [UInt8])
    case allStates([MessageID], [UInt8])
    /// An answer exists; the request is missing where the server spoke on its own account.
    case detailedInfo(request: MessageID?, answer: MessageID)
    case resendRequest([MessageID])
    case sessionCreated(first: MessageID, uniqueID: Int64, salt: Int64)
    case pong(request: MessageID, pingID: Int64)
    case futureSalts(request: MessageID, [ServerSalt])
    case sessionDestroyed(sessionID: Int64, ArraySlice<UInt8>)
    case authKeyDestroyed(ArraySlice<UInt8>)
    /// Anything else: updates.
    case update(ArraySlice<UInt8>)
    /// A service message that cannot be read.
    case malformed
}

/// What a call was answered with.
public enum RPCAnswer: Sendable {
    /// The result, as a TL object.
    case object(ArraySlice<UInt8>)
    /// The server's error, in its own words.
    case error(code: Int32, message: String)
    /// An answer that cannot be read.
    case malformed
}

extension ServerMessage {
    /// Reads a message.
    ///
    /// - Parameters:
    ///   - body: The body, unpacked.
    ///   - budget: How many bytes compressed results may still grow to.
    /// - Throws: ``SessionError/Code/unpackedTooLarge``.
    init(_ body: ArraySlice<UInt8>, budget: inout Int) throws(SessionError) {
        guard let constructor = body.uint32(at: body.startIndex) else {
            self = .malformed
            return
        }
        switch constructor {
        case ConstructorID.rpcResult:
            guard let request = body.int64(at: body.startIndex + 4) else {
                self = .malformed
                return
            }
            self = .result(request: MessageID(rawValue: request), try RPCAnswer(body.dropFirst(12), budget: &budget))
        case ConstructorID.messageCopy:
            // It holds one message; what counts is that one's body.
            guard let length = body.uint32(at: body.startIndex + 16), Int(length) <= body.count - 20,
                body.uint32(at: body.startIndex + 20) != ConstructorID.messageCopy
            else {
                self = .malformed
                return
            }
            self = try Self(body.dropFirst(20).prefix(Int(length)), budget: &budget)
        case ConstructorID.messageContainer, ConstructorID.gzipPacked:
            self = .malformed  // both were opened before; here they would be nested
        default:
            self = Self.parse(body, constructor) ?? .malformed
        }
    }

    private static func parse(_ body: ArraySlice<UInt8>, _ constructor: UInt32) -> Self? {
        let result: Result<Self, TLError> = body.withUnsafeBytes { bytes in
            TLReader.read(buffer: bytes) { (reader) throws(TLError) in
                try read(&reader, constructor) ?? .update(body)
            }
        }
        // The two answers that carry nothing to look at are passed on whole.
        switch result {
        case .success(.sessionDestroyed(let id, _)): return .sessionDestroyed(sessionID: id, body)
        case .success(.authKeyDestroyed): return .authKeyDestroyed(body)
        case .success(let message): return message
        case .failure: return nil
        }
    }

    private static func read(_ reader: inout TLReader, _ constructor: UInt32) throws(TLError) -> Self? {
        switch constructor {
        case TL.MsgsAck.constructorID:
            return .acknowledgement(ids(try TL.MsgsAck(from: &reader).msgIDs))
        case TL.BadMsgNotification.BadMsgNotification.constructorID,
            TL.BadMsgNotification.BadServerSalt.constructorID:
            switch try TL.BadMsgNotification(from: &reader) {
            case .badMsgNotification(let bad):
                return .badMessage(MessageID(rawValue: bad.badMsgID), code: bad.errorCode)
            case .badServerSalt(let bad):
                return .badServerSalt(MessageID(rawValue: bad.badMsgID), salt: bad.newServerSalt)
            }
        case TL.MsgsStateReq.constructorID:
            return .stateQuestion(ids(try TL.MsgsStateReq(from: &reader).msgIDs))
        case TL.MsgsStateInfo.constructorID:
            let info = try TL.MsgsStateInfo(from: &reader)
            return .stateInfo(request: MessageID(rawValue: info.reqMsgID), info.info)
        case TL.MsgsAllInfo.constructorID:
            let info = try TL.MsgsAllInfo(from: &reader)
            return .allStates(ids(info.msgIDs), info.info)
        case TL.MsgDetailedInfo.MsgDetailedInfo.constructorID, TL.MsgDetailedInfo.MsgNewDetailedInfo.constructorID:
            switch try TL.MsgDetailedInfo(from: &reader) {
            case .msgDetailedInfo(let info):
                return .detailedInfo(
                    request: MessageID(rawValue: info.msgID), answer: MessageID(rawValue: info.answerMsgID))
            case .msgNewDetailedInfo(let info):
                return .detailedInfo(request: nil, answer: MessageID(rawValue: info.answerMsgID))
            }
        case TL.MsgResendReq.MsgResendReq.constructorID, TL.MsgResendReq.MsgResendAnsReq.constructorID:
            switch try TL.MsgResendReq(from: &reader) {
            case .msgResendReq(let request): return .resendRequest(ids(request.msgIDs))
            case .msgResendAnsReq(let request): return .resendRequest(ids(request.msgIDs))
            }
        case TL.NewSession.constructorID:
            let session = try TL.NewSession(from: &reader)
            return .sessionCreated(
                first: MessageID(rawValue: session.firstMsgID), uniqueID: session.uniqueID, salt: session.serverSalt)
        case TL.Pong.constructorID:
            let pong = try TL.Pong(from: &reader)
            return .pong(request: MessageID(rawValue: pong.msgID), pingID: pong.pingID)
        case TL.FutureSalts.constructorID:
            let salts = try TL.FutureSalts(from: &reader)
            return .futureSalts(request: MessageID(rawValue: salts.reqMsgID), salts.salts.map(ServerSalt.init))
        case TL.DestroySessionRes.DestroySessionOk.constructorID,
            TL.DestroySessionRes.DestroySessionNone.constructorID:
            switch try TL.DestroySessionRes(from: &reader) {
            case .destroySessionOk(let result): return .sessionDestroyed(sessionID: result.sessionID, [])
            case .destroySessionNone(let result): return .sessionDestroyed(sessionID: result.sessionID, [])
            }
        case 0xF660_E1D4, 0x0A9F_2259, 0xEA10_9B13:  // destroy_auth_key_ok, _none and _fail have no fields
            return .authKeyDestroyed([])
        default:
            return nil
        }
    }

    private static func ids(_ rawValues: [Int64]) -> [MessageID] {
        rawValues.map(MessageID.init(rawValue:))
    }
}

extension RPCAnswer {
    /// Reads the result in an `rpc_result`.
    init(_ result: ArraySlice<UInt8>, budget: inout Int) throws(SessionError) {
        guard let object = try PackedObject.unpack(result, budget: &budget),
            let constructor = object.uint32(at: object.startIndex)
        else {
            self = .malformed
            return
        }
        guard constructor == ConstructorID.rpcError else {
            self = .object(object)
            return
        }
        let error = object.withUnsafeBytes { bytes in
            TLReader.read(buffer: bytes) { (reader) throws(TLError) in try TL.RpcError(from: &reader) }
        }
        switch error {
        case .success(let error): self = .error(code: error.errorCode, message: error.errorMessage)
        case .failure: self = .malformed
        }
    }
}
