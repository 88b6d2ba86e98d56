DROP TRIGGER reservation_not_deleted ON reservation
;;
DROP FUNCTION reservation_not_deleted()
;;
DROP TRIGGER reservation_settled ON reservation
;;
DROP FUNCTION reservation_settled()
;;
DROP TRIGGER reservation_changed ON reservation
;;
DROP FUNCTION reservation_changed()
;;
DROP TRIGGER reservation_made ON reservation
;;
DROP FUNCTION reservation_made()
;;
DROP TRIGGER move_not_deleted ON move
;;
DROP FUNCTION move_not_deleted()
;;
DROP TRIGGER move_kept ON move
;;
DROP FUNCTION move_kept()
;;
DROP TRIGGER move_posted ON move
;;
DROP FUNCTION move_posted()
;;
DROP TRIGGER move_checked ON move
;;
DROP FUNCTION move_checked()
;;
DROP TRIGGER item_has_stock ON item
;;
DROP FUNCTION item_has_stock()
