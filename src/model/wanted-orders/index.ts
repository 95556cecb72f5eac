export { mark } from "./mark";
export {
  type MarkedList,
  readWantedLists,
  type WantedList,
  writeWantedLists,
} from "./wanted-lists";
export {
  appMark,
  type MarkedOrder,
  readWantedOrders,
  type WantedOrder,
  type WantedPlace,
  writeWantedOrders,
} from "./wanted-orders";
