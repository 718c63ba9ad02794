import FerogramFSM
import FerogramTLTypes

let peer = TL.InputPeer.user(.init(userID: 1, accessHash: 2))
let again = try TL.InputPeer(decoding: try peer.encoded())
guard again.isEncodedEqual(to: peer), TL.layer > 0 else { fatalError("the object did not round-trip") }
print("round-tripped \(again) of layer \(TL.layer)")

enum Order: String, ConversationState { case product, address }

let key = ConversationKey(userID: 1, chatID: 2)
let conversation = ConversationStore(storage: NoteStorage()).conversation(for: key, as: Order.self)
try await conversation.transition(to: .product)
try await conversation.setValue(2, of: "count")
guard try await conversation.transition(from: .product, to: .address), try await conversation.state == .address,
    try await conversation.value(of: ConversationField<Int>("count")) == 2
else { fatalError("the storage of another package lost something") }
print("kept a conversation in a storage of this package")
