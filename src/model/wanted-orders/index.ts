export { mark } from "./mark";
export {
  appMark,
  type MarkedOrder,
  readWantedOrders,
  type WantedOrder,
  type WantedPlace,
  writeWantedOrders,
} from "./wanted-orders";
